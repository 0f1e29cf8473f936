/** The seed of the sample that is shipped. */
export const SAMPLE_SEED = 20261122
