// Draws charts and image sheets. Reads one job a line from stdin, as JSON:
//   {"spec": a Vega-Lite spec, "values": [the rows], "out": "figure.png"}   or   {"svg": "<svg …>", "out": "sheet.png"}
// and answers each with one line: {"out": …, "warnings": […]} or {"error": …}. A spec reads its rows as {"data": {"name": "table"}}.
// The only fonts are Inter's two files, so that text is the same on every machine.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { Resvg } from '@resvg/resvg-js';
import * as vega from 'vega';
import { compile } from 'vega-lite';
import { checkFields } from './fields.mjs';

const scale = 2;
const require = createRequire(import.meta.url);
const font = {
  fontFiles: ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf']
    .map(file => require.resolve(`@expo-google-fonts/inter/${file}`)),
  loadSystemFonts: false,
  defaultFontFamily: 'Inter',
};
const theme = JSON.parse(readFileSync(new URL('theme.json', import.meta.url), 'utf8'));

// Without a browser's canvas Vega only guesses at the width of text; what draws it measures it.
const widths = new Map();
vega.textMetrics.width = ({ fontSize = 11, fontWeight = 400 }, text) => {
  const attributes = `y="100" xml:space="preserve" font-family="Inter" font-size="${fontSize}" font-weight="${fontWeight}"`;
  const key = `<text ${attributes}>${escape(`${text ?? ''}`)}</text>`;
  if (!widths.has(key)) {
    widths.set(key, new Resvg(`<svg xmlns="http://www.w3.org/2000/svg">${key}</svg>`, { font }).getBBox()?.width ?? 0);
  }
  return widths.get(key);
};

function escape(text) {
  return text.replace(/[&<>]/g, c => `&#${c.charCodeAt(0)};`);
}

// A layer type has the same colour in every figure, whichever types a figure shows; types that the theme does not know share out the rest.
function kindColours(kinds) {
  const rest = theme.otherKinds.filter(colour => !kinds.some(kind => theme.kinds[kind] === colour));
  let next = 0;
  return { domain: kinds, range: kinds.map(kind => theme.kinds[kind] ?? rest[next++ % rest.length]) };
}

// Gives each colour encoding by name the columns of legend that fit above the chart, and layer types their colours.
function finishColours(node, values) {
  if (node === null || typeof node !== 'object') return;
  const colour = node.color;
  const names = [...new Set(values.map(row => row[colour?.field]))].filter(name => typeof name === 'string').sort();
  if (names.length > 0) {
    if (colour.field === 'kind') colour.scale ??= kindColours(names);
    if (colour.legend !== null) {
      const widest = Math.max(...names.map(name => vega.textMetrics.width({}, name)));
      colour.legend = { columns: Math.max(1, Math.floor(theme.config.view.continuousWidth / (widest + 40))), ...colour.legend };
    }
  }
  Object.values(node).forEach(child => finishColours(child, values));
}

function compileSpec(spec, logger) {
  try {
    return compile(spec, { config: theme.config, logger }).spec;
  } catch (error) {
    // Vega-Lite trips over a mark or type that it does not know.
    if (!(error instanceof TypeError)) throw error;
    throw new Error(`Vega-Lite could not read the spec; are all marks and types ones that it has? (${error.message})`);
  }
}

async function drawSpec({ spec, values }, warnings) {
  if (values.length > 0) checkFields(spec, Object.keys(values[0]), values);
  finishColours(spec, values);
  const silent = () => logger;
  const logger = {
    level: silent, info: silent, debug: silent,
    warn: text => (warnings.push(text), logger),
    error: text => { throw new Error(text); },
  };
  const compiled = compileSpec({ ...spec, data: { name: 'table', values } }, logger);
  const view = new vega.View(vega.parse(compiled), { renderer: 'none', logger });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

async function draw(job) {
  const warnings = [];
  const svg = job.svg ?? await drawSpec(job, warnings);
  const png = new Resvg(svg, { font, fitTo: { mode: 'zoom', value: scale }, background: '#fff' }).render().asPng();
  writeFileSync(`${job.out}.part`, png);
  renameSync(`${job.out}.part`, job.out);
  return { out: job.out, warnings };
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = await draw(JSON.parse(line));
  } catch (error) {
    answer = { error: error.message.replace(/\.$/, '') };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}
