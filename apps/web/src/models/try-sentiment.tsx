'use client'

import { useMutation } from '@tanstack/react-query'
import { LONGEST_REQUEST_TEXT } from '@zerosec/contract'
import { type SyntheticEvent, useId, useRef, useState } from 'react'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { Button } from '../controls/button.tsx'
import { Notice } from '../controls/notice.tsx'
import { formatPercent } from '../numbers/format.ts'
import { CodeLines } from './code-lines.tsx'

const EXAMPLE = 'Delivery was quick, and the case fits my phone perfectly.'
const LOOKS = { positive: 'text-good', negative: 'text-serious', neutral: 'text-ink' } as const

function useSentiment() {
  return useMutation({
    mutationFn: async (sent: string) => ({ sent, answer: await api.models.sentiment([sent], { once: true }) }),
  })
}

/** A text to the model of sentiment, as a program would send it. */
export function TrySentiment() {
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState(EXAMPLE)
  const [isEmpty, setEmpty] = useState(false)
  const asked = useSentiment()
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    setEmpty(text.trim() === '')
    if (text.trim() === '') field.current?.focus()
    else if (!asked.isPending) asked.mutate(text)
  }
  return (
    <section id="try" aria-labelledby="try-title" className="mt-8 max-w-3xl">
      <h2 id="try-title" className="text-xl">
        Try it
      </h2>
      <form onSubmit={submit} noValidate className="mt-4">
        <label htmlFor={id} className="text-sm font-medium">
          Text
        </label>
        <textarea
          id={id}
          ref={field}
          rows={4}
          maxLength={LONGEST_REQUEST_TEXT}
          aria-invalid={isEmpty}
          aria-describedby={`${id}-note`}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setEmpty(false)
          }}
          className="field mt-1.5"
        />
        <p id={`${id}-note`} role="status" className="mt-1 text-sm text-serious empty:hidden">
          {isEmpty && 'Write a text first.'}
        </p>
        <Button type="submit" look="primary" aria-disabled={asked.isPending} className="mt-3">
          {asked.isPending ? 'Predicting' : 'Predict'}
        </Button>
      </form>
      <Outcome asked={asked} text={text} />
      <CodeLines path="/predict" body={{ text }} isOpen />
    </section>
  )
}

/** What came back of the text that was sent last. */
function Outcome({ asked, text }: { asked: ReturnType<typeof useSentiment>; text: string }) {
  const prediction = asked.data?.answer.predictions[0]
  return (
    <>
      {asked.error && (
        <div className="mt-4">
          <Notice level="serious" title="No prediction" alert>
            {problemOf(asked.error).message}
          </Notice>
        </div>
      )}
      {prediction && (
        <div
          role="status"
          data-testid="sentiment"
          className={`mt-4 rounded-lg border border-line bg-surface px-4 py-3 ${asked.data?.sent === text ? '' : 'opacity-55'}`}
        >
          <output className={`block text-2xl font-medium tracking-tight ${LOOKS[prediction.sentiment]}`}>
            {prediction.sentiment}
          </output>
          <p className="text-sm text-ink-soft">
            confidence <span className="font-mono">{formatPercent(prediction.confidence)}</span>
            {asked.data?.sent !== text && ', of the text before it was changed'}
          </p>
        </div>
      )}
    </>
  )
}
