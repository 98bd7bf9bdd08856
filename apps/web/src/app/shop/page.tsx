import type { Metadata } from 'next'
import { Suspense } from 'react'
import { ShopPage } from '../../shop/shop-page.tsx'

export const metadata: Metadata = { title: 'Shop' }

export default function Page() {
  return (
    <Suspense>
      <ShopPage />
    </Suspense>
  )
}
