window.wrongs = [];
for (const kind of ["error", "unhandledrejection"]) {
  addEventListener(kind, ({ message, reason }) => window.wrongs.push(String(message ?? reason)));
}
