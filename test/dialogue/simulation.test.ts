import { describeMonth } from './month.ts'

describeMonth(160)
