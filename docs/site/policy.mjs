// The fields of the policy file as a table, from its JSON Schema.

/** A row for each field, those inside others by their paths. */
export function policyTable(schema) {
  const rows = rowsOf(schema, "").map((cells) => `| ${cells.join(" | ")} |`);
  return ["| field | what it may be | what it says |", "|---|---|---|", ...rows].join("\n");
}

function rowsOf(schema, path) {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const whole = path ? `${path}.${name}` : name;
    const needed = schema.required?.includes(name) ? "needed" : "";
    const what = [kindOf(field), needed, defaultOf(field)].filter(Boolean).join("; ");
    const says = field.description ?? (name === "$schema" ? "Where the schema lies, for editors." : "");
    return [[`\`${whole}\``, what, says.replaceAll("|", "\\|")], ...rowsOf(field, whole)];
  });
}

function kindOf(field) {
  if ("const" in field) return code(field.const);
  if (field.enum) return field.enum.map(code).join(", ");
  if (field.items?.enum) return `a list of ${field.items.enum.map(code).join(", ")}`;
  if (field.pattern) return `text of the form ${code(field.pattern.replaceAll("|", "\\|"))}`;
  const kind = { string: "text", integer: "a whole number", number: "a number", boolean: "yes or no" };
  const words = kind[field.type] ?? (field.type === "object" ? "an object" : field.type);
  const { minimum, maximum, maxLength } = field;
  if (minimum !== undefined && maximum !== undefined) return `${words} from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `${words} of ${minimum} or more`;
  return maxLength === undefined ? words : `${words} of ${maxLength} characters at the most`;
}

function defaultOf(field) {
  if (!("default" in field)) return "";
  const value = Array.isArray(field.default) ? field.default.map(code).join(", ") : code(field.default);
  return `${value} when absent`;
}

function code(value) {
  return `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}
