import { isTest, type Problem, type SourceFile } from './source-files.ts'
import { type Node, syntaxOf, visit } from './syntax.ts'

export const FILE_LINES = 400
export const FUNCTION_LINES = 60
/** Functions over the limit whose line above says why: `// size: reason`. At most this share of all functions outside tests. */
export const WAIVED_SHARE = 0.02

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'])
const WAIVER = /^\s*\/\/ size: \S/

/** Files and functions that are longer than a reader likes. The body of a test's `describe` is a list of functions, not one. */
export function sizeProblems(files: readonly SourceFile[]): Problem[] {
  const measured = files.map((file) => ({ file, functions: functionsOf(file) }))
  const problems = measured.flatMap(({ file, functions }) => [
    ...fileProblem(file),
    ...functions
      .filter(({ lines, isWaived }) => lines > FUNCTION_LINES && !isWaived)
      .map((long) => functionProblem(file, long)),
  ])
  const counted = measured.filter(({ file }) => !isTest(file.path)).flatMap(({ functions }) => functions)
  const waived = counted.filter(({ lines, isWaived }) => lines > FUNCTION_LINES && isWaived).length
  if (waived > WAIVED_SHARE * counted.length) {
    const message = `${waived} of ${counted.length} functions are longer than ${FUNCTION_LINES} lines; at most 2 % may be waived`
    problems.push({ path: '.', message })
  }
  return problems
}

interface MeasuredFunction {
  readonly line: number
  readonly lines: number
  readonly isWaived: boolean
}

function functionsOf(file: SourceFile): MeasuredFunction[] {
  const { path, text } = file
  const textLines = text.split('\n')
  const functions: MeasuredFunction[] = []
  visit(syntaxOf(file), (node, parent) => {
    if (!FUNCTIONS.has(node.type) || (isTest(path) && isBodyOfDescribe(parent, text))) return
    const line = lineAt(text, node.start)
    const lines = lineAt(text, node.end) - line + 1
    functions.push({ line, lines, isWaived: WAIVER.test(textLines[line - 2] ?? '') })
  })
  return functions
}

/** Of `describe`, `describe.each(…)`, `describeWithReferenceData` and their like. */
function isBodyOfDescribe(parent: Node | undefined, text: string): boolean {
  return parent?.type === 'CallExpression' && text.startsWith('describe', parent.start)
}

function lineAt(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++
  return line
}

function fileProblem({ path, text }: SourceFile): Problem[] {
  const lines = text.split('\n').length - 1
  return lines > FILE_LINES ? [{ path, message: `${lines} lines; at most ${FILE_LINES}. Split it by idea` }] : []
}

function functionProblem({ path }: SourceFile, { line, lines }: MeasuredFunction): Problem {
  return {
    path,
    line,
    message: `a function of ${lines} lines; at most ${FUNCTION_LINES}. Split it, or waive it: // size: reason`,
  }
}
