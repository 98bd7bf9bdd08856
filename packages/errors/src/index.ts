export { CodedError, type ErrorDetails, errorText, isErrorCode } from './coded-error.ts'
export { hiddenFault } from './hidden-fault.ts'
export { ERRORS, type ErrorCode } from './table.ts'
