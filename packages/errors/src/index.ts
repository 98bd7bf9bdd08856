export { CodedError, errorText, isErrorCode, type ErrorDetails } from './coded-error.ts'
export { ERRORS, type ErrorCode } from './table.ts'
