'use client'

import { useMutation } from '@tanstack/react-query'
import { type SyntheticEvent, useId, useState } from 'react'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { Button } from '../controls/button.tsx'
import { Notice } from '../controls/notice.tsx'
import { formatPercent } from '../numbers/format.ts'
import { CodeLines } from './code-lines.tsx'

const EXAMPLE = 'The food was cold, but the waiter made up for it.'
const LOOKS = { positive: 'text-good', negative: 'text-serious', neutral: 'text-ink' } as const

/** A text to the model of sentiment, as a program would send it. */
export function TrySentiment() {
  const id = useId()
  const [text, setText] = useState(EXAMPLE)
  const asked = useMutation({
    mutationFn: async (sent: string) => ({ sent, answer: await api.models.sentiment([sent]) }),
  })
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    if (!asked.isPending) asked.mutate(text)
  }
  const prediction = asked.data?.answer.predictions[0]
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
          rows={4}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="field mt-1.5"
        />
        <Button type="submit" look="primary" aria-disabled={asked.isPending} className="mt-3">
          {asked.isPending ? 'Predicting' : 'Predict'}
        </Button>
      </form>
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
      <CodeLines path="/predict" body={{ text }} />
    </section>
  )
}
