import 'store-elements/react';
import './shop.css';
import type { Metadata } from 'next';
import { Drawn } from '../lib/drawn';
import { Elements } from './elements';

export const metadata: Metadata = { title: 'A shop in Next', icons: 'data:,' };
/** What the shop has is asked for each page that is drawn. */
export const dynamic = 'force-dynamic';

export default function Layout({ children }: { children: React.ReactNode }) {
  return (
    <html lang="en">
      <body>
        <header>
          <h1>
            <a href="/">A shop in Next</a>
          </h1>
          <Drawn tag="store-cart-button" href="/checkout" inside="Cart" />
        </header>
        {children}
        <Elements />
      </body>
    </html>
  );
}
