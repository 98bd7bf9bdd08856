/** The lines of a stream of UTF-8, without their ends. What is no UTF-8 is a TypeError, unless that is not `fatal`. */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  { fatal = true }: { readonly fatal?: boolean } = {},
): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal })
  let rest = ''
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop()!
    yield* lines
  }
  rest += decoder.decode()
  if (rest !== '') yield rest
}
