export { CodedError, type ErrorDetails, errorText, isErrorCode } from './coded-error.ts'
export { ERRORS, type ErrorCode } from './table.ts'
