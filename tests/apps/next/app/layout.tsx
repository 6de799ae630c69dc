import type { ReactNode } from "react";

export const metadata = { title: "A shop of somebody else" };

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <head>
        {/* Notes whatever is wrong, before React says so. */}
        <script src="/watch.js" />
      </head>
      <body>{children}</body>
    </html>
  );
}
