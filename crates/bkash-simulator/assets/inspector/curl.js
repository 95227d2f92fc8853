// An exchange as a curl command. Secrets are not in the journal, so placeholders stand for them.

const LEFT_OUT = new Set(["host", "content-length", "accept-encoding", "connection", "user-agent", "accept"]);
const PLACEHOLDERS = {
  authorization: "$ID_TOKEN",
  password: "$PASSWORD",
  app_secret: "$APP_SECRET",
  refresh_token: "$REFRESH_TOKEN",
  id_token: "$ID_TOKEN",
  cookie: "$COOKIE",
};

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

function masked(name, value) {
  return typeof value === "string" && value.startsWith("***") && name.toLowerCase() in PLACEHOLDERS;
}

function bodyText(body) {
  if (typeof body === "string") return quoted(body);
  const placeholders = [];
  const text = JSON.stringify(body, (name, value) => {
    if (!masked(name, value)) return value;
    placeholders.push(PLACEHOLDERS[name.toLowerCase()]);
    return placeholders.at(-1);
  });
  return placeholders.reduce(
    (quotedText, placeholder) => quotedText.replace(`"${placeholder}"`, `"'"${placeholder}"'"`),
    quoted(text),
  );
}

export function curl(exchange, origin) {
  const { method, path, headers, body } = exchange.request;
  const lines = [`curl -X ${method} ${quoted(origin + path)}`];
  for (const [name, value] of Object.entries(headers)) {
    if (LEFT_OUT.has(name)) continue;
    // Double quotes are for placeholders alone: what a caller sent must not be run by the shell.
    lines.push(`-H ${masked(name, value) ? `"${name}: ${PLACEHOLDERS[name]}"` : quoted(`${name}: ${value}`)}`);
  }
  if (body !== null) {
    const isForm = headers["content-type"]?.includes("x-www-form-urlencoded");
    lines.push(`-d ${isForm && typeof body === "object" ? quoted(new URLSearchParams(body).toString()) : bodyText(body)}`);
  }
  return lines.join(" \\\n  ");
}
