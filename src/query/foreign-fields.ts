/**
 * Fields of other suites and search engines with ours, by their lower-case names; documented in
 * docs/coming-from-other-tools.md. `undefined` as value: there is nothing of the kind here.
 */
const FOREIGN: Readonly<Record<string, string>> = {
  // Brandwatch
  links: 'link:',
  hashtags: 'tag:',
  at_mentions: 'to:',
  language: 'lang:',
  authorfollowers: 'followers:',
  singleauthor: 'author:',
  subreddit: 'url:reddit.com/r/…',
  tags: 'label:',
  category: 'label:',
  categories: 'label:',
  engagementtype: 'kind: or is:reply',
  pagetype: 'source:',
  contentsource: 'source:',
  contentsourcename: 'source:',
  domain: 'site:',
  // Talkwalker
  content: 'text:',
  tokens_title: 'title:',
  tokens_content: 'text:',
  author_short_name: 'author:',
  'extra_author_attributes.name': 'author:',
  'extra_author_attributes.short_name': 'author:',
  searchindexed: 'collected:',
  domain_url: 'site:',
  host_url: 'site:',
  sourcetype: 'source: or kind:',
  post_type: 'kind:',
  tags_internal: 'label:',
  tags_marking: 'flag:',
  tags_customer: 'label:',
  'article_extended_attributes.num_comments': 'replies:',
  'article_extended_attributes.facebook_likes': 'likes:',
  'article_extended_attributes.facebook_shares': 'shares:',
  'article_extended_attributes.twitter_shares': 'shares:',
  'article_extended_attributes.twitter_likes': 'likes:',
  'article_extended_attributes.video_views': 'views:',
  // Meltwater
  from: 'author:',
  headline: 'title:',
  ingress: 'title:',
  body: 'text:',
  hashtag: 'tag:',
  mention: 'to:',
  mentions: 'to:',
  inurl: 'url:',
  intitle: 'title:',
  intext: 'text:',
  sourcename: 'source:',
  // search operators of platforms
  since: 'published:>=',
  until: 'published:<',
  after: 'published:>=',
  before: 'published:<',
  date: 'published:',
  user: 'author:',
  username: 'author:',
  handle: 'author:',
  by: 'author:',
  min_faves: 'likes:>=',
  min_retweets: 'shares:>=',
  min_replies: 'replies:>=',
  filter: 'has: or is:',
  retweets: 'shares:',
  comments: 'replies:',
  favorites: 'likes:',
  points: 'likes:',
  stars: 'rating:',
  type: 'kind:',
  platform: 'source:',
  tone: 'sentiment:',
  near: 'NEAR/5',
  onear: 'NEAR/5f',
}

/** Our form for another tool's field, if it is known. */
export function ourFieldFor(name: string): string | undefined {
  const wanted = name.toLowerCase()
  return Object.hasOwn(FOREIGN, wanted) ? FOREIGN[wanted] : undefined
}

export function isForeignField(name: string): boolean {
  return ourFieldFor(name) !== undefined
}
