// Paths of fields as the API server writes them: `spec.ports[0].port`, `metadata.labels[key]`.

/** The path of a named field; the empty path is that of the object itself. */
export function child(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** The path of an entry of a map, or of a property of a schema. */
export function key(path: string, name: string): string {
  return `${path}[${name}]`;
}

/** The path of an item of a list. */
export function index(path: string, at: number): string {
  return `${path}[${at}]`;
}
