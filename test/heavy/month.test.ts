import { describeMonth } from '../dialogue/month.ts'

describeMonth(2000)
