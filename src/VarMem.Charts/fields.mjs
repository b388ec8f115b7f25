// Vega-Lite draws nothing, and says nothing, for a field that no row has. This reads a spec as Vega-Lite does, with the names that there
// are at each place: the query's columns, those of data that a layer brings along, and those that transforms make.
import { parseExpression } from 'vega';

const list = value => (value === undefined || value === null ? [] : [value].flat());

/** Throws at the first field that is not there. `columns` are the query's, `rows` what it gave. */
export function checkFields(spec, columns, rows) {
  const query = { columns, names: new Set(columns), rows };
  checkView({ ...spec, data: undefined }, query, {}, query);
}

// A view with the names in scope, null where they cannot be known, and the encoding of the layers around it.
function checkView(view, scope, outer, query) {
  if (view.data) [scope, outer] = [scopeOf(view.data, query), {}]; // what the layers around it show need not be in its data
  for (const transform of list(view.transform)) {
    check(scope, references(transform, transformKeys), query);
    scope = behind(transform, scope);
  }
  const encoding = merged(outer, view.encoding);
  const layers = list(view.layer), parts = [view.concat, view.hconcat, view.vconcat, view.spec].flatMap(list);
  for (const layer of layers) checkView(layer, scope, encoding, query);
  for (const part of parts) checkView(part, scope, {}, query);

  const { data, transform, datasets, config, usermeta, encoding: _, layer, concat, hconcat, vconcat, spec, repeat, mark, ...rest } = view;
  check(scope, references(rest), query);
  const repeated = list(repeat).flatMap(names => (typeof names === 'string' ? [names] : Object.values(names).flat()));
  check(scope, repeated.map(field => ({ field })), query);
  if (layers.length + parts.length > 0) return;

  // Where a channel aggregates or bins, an expression sees other names than the rows have.
  const isDerived = /"(aggregate|bin|timeUnit|impute)":/.test(JSON.stringify(encoding));
  check(scope, [...references({ mark, encoding })].filter(({ inDatum }) => !(isDerived && inDatum)), query);
}

const merged = (outer, own = {}) => ({
  ...outer,
  ...Object.fromEntries(Object.entries(own).map(([channel, value]) =>
    [channel, isObject(value) && isObject(outer[channel]) ? { ...outer[channel], ...value } : value])),
});

const isObject = value => typeof value === 'object' && value !== null && !Array.isArray(value);

function scopeOf(data, query) {
  if (data.name === 'table') return query;
  if (data.sequence) return { names: new Set([data.sequence.as ?? 'data']) };
  return Array.isArray(data.values) ? { names: new Set(data.values.flatMap(row => (isObject(row) ? Object.keys(row) : ['data']))) } : null;
}

// The scope behind a transform: with the names that it makes, or with those alone.
function behind(transform, scope) {
  if (scope === null) return null;
  const made = list(transform.as ?? defaults(transform));
  const hasEnds = transform.bin || transform.timeUnit || transform.stack;
  if (hasEnds && !Array.isArray(transform.as)) made.push(...made.map(name => `${name}_end`));
  for (const { as } of [transform.aggregate, transform.joinaggregate, transform.window].flatMap(list)) made.push(as);
  if (transform.pivot) {
    if (!scope.rows) return null;
    made.push(...scope.rows.map(row => `${row[transform.pivot]}`));
  }
  const replaces = ['aggregate', 'pivot', 'density', 'regression', 'loess', 'quantile'].some(kind => kind in transform);
  return replaces
    ? { names: new Set([...list(transform.groupby), ...made]) }
    : { ...scope, columns: made.length === 0 ? scope.columns : undefined, names: new Set([...scope.names, ...made]) };
}

// Names that a transform makes where it does not say: as in Vega-Lite's documentation.
function defaults({ fold, density, quantile, regression, loess, on, lookup, from, params }) {
  if (fold) return ['key', 'value'];
  if (density) return ['value', 'density'];
  if (quantile) return ['prob', 'value'];
  if (regression && params) return ['coef', 'rSquared'];
  if (regression ?? loess) return [on, regression ?? loess];
  return lookup ? from?.fields : [];
}

const transformKeys = [
  'field', 'groupby', 'fold', 'flatten', 'impute', 'key', 'pivot', 'density', 'regression', 'loess', 'on', 'quantile', 'extent',
  'lookup', 'stack',
];
const expressionKeys = ['filter', 'calculate', 'test', 'expr', 'signal'];
// An axis has rows of its own, a lookup's source too, and values are no fields.
const passedOver = ['axis', 'legend', 'header', 'from', 'values', 'as', 'scale'];

// Every {field} that a part of a spec reads; inDatum where an expression reads it as datum.NAME, inTable as data('table')[0].NAME.
function* references(node, fieldKeys = ['field', 'fields']) {
  if (Array.isArray(node)) for (const child of node) yield* references(child, fieldKeys);
  if (!isObject(node)) return;
  for (const [key, value] of Object.entries(node)) {
    if (passedOver.includes(key)) continue;
    const texts = list(value).filter(text => typeof text === 'string');
    const areFields = fieldKeys.includes(key) || key === 'value' && node.pivot;
    if (areFields) yield* texts.filter(text => text !== '*').map(field => ({ field }));
    if (expressionKeys.includes(key)) yield* texts.flatMap(read);
    yield* references(value, fieldKeys);
  }
}

function read(expression) {
  const found = [];
  const isName = (node, name) => node.type === 'Identifier' && node.name === name;
  const isTable = node => node.type === 'CallExpression' && isName(node.callee, 'data') && node.arguments[0]?.value === 'table';
  try {
    parseExpression(expression).visit(node => {
      if (node.type !== 'MemberExpression') return;
      const name = node.computed ? node.property.value : node.property.name;
      if (typeof name !== 'string') return;
      if (isName(node.object, 'datum')) found.push({ field: name, inDatum: true });
      if (node.object.type === 'MemberExpression' && isTable(node.object.object)) found.push({ field: name, inTable: true });
    });
  } catch {
    return []; // Vega says what is wrong with it
  }
  return found;
}

function check(scope, fields, query) {
  for (const { field, inDatum, inTable } of fields) {
    const there = inTable ? query : scope;
    if (there === null) continue;
    // Vega-Lite reads dots and brackets as a path into a value, but where a backslash stands before them.
    const plain = inDatum || inTable ? field : field.replace(/\\(.)/g, '$1');
    if (!there.names.has(plain) && !there.names.has(field.split(/[.[]/)[0])) throw new Error(missing(plain, there));
  }
}

function missing(field, { columns, names }) {
  const near = nearest(field, [...names]);
  return `the spec has a field '${field}', which ${columns ? 'the query does not give' : 'neither the data nor a transform gives there'}; `
    + (near.length > 0 ? `nearest: ${near.join(', ')}; ` : '')
    + (columns ? `its columns are ${columns.join(', ')}` : `there are ${[...names].join(', ')}`);
}

function nearest(name, names) {
  return names
    .map(other => ({ other, distance: distance(name.toLowerCase(), other.toLowerCase()) }))
    .filter(({ distance }) => distance <= name.length / 2)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ other }) => other);
}

// Levenshtein's: how many letters to insert, delete or change.
function distance(a, b) {
  let row = [...Array(b.length + 1).keys()];
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length];
}
