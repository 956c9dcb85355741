import { Markdown } from '../components/markdown.tsx';
import { toVisibleText } from '../components/visible-text.ts';
import { type Call, fieldsOf, listOf, textOf, toCall } from './call.ts';
import type { DetailProps } from './detail-props.ts';
import { Outcome } from './outcome.tsx';
import { Picture } from './picture.tsx';
import { FieldList, Section, Value } from './section.tsx';

const MAX_BLOCKS = 100;

/** A call of an MCP server: which, what went in by name, what came out block by block. */
export function McpCall(props: DetailProps) {
  const call = toCall(props);
  const [, server = '', ...tool] = String(props.first.data.tool_name).split('__');
  const source = textOf(fieldsOf(props.first.data.mcp_server).source);
  return (
    <>
      <p class="lead">
        <bdi>{toVisibleText(server.slice(0, 200))}</bdi> · <bdi>{toVisibleText(tool.join('__').slice(0, 200))}</bdi>
        {source !== undefined && <span class="section-aside">{toVisibleText(source.slice(0, 100))}</span>}
      </p>
      <FieldList title="Input" fields={call.input} />
      <Output call={call} />
      <Outcome call={call} />
    </>
  );
}

function Output({ call: { output, response } }: { readonly call: Call }) {
  if (output === undefined) return null;
  const blocks = Array.isArray(output) ? output : listOf(response.content);
  return (
    <Section title="Output">
      {blocks.length === 0 ? (
        <Value value={output} />
      ) : (
        blocks.slice(0, MAX_BLOCKS).map((block, index) => <Block key={index} block={block} />)
      )}
      {blocks.length > MAX_BLOCKS && <p class="note">And more; the raw event has them.</p>}
    </Section>
  );
}

function Block({ block }: { readonly block: unknown }) {
  const fields = fieldsOf(block);
  const { type, text, data, source, resource, mimeType, uri } = fields;
  if (type === 'text' && typeof text === 'string')
    return isJson(text) ? <Value value={text} /> : <Markdown text={text} />;
  if (type === 'image') {
    const { media_type: mediaType, data: inner } = fieldsOf(source);
    return <Picture type={mimeType ?? mediaType} base64={data ?? inner} />;
  }
  const inner = fieldsOf(resource);
  const address = textOf(inner.uri) ?? textOf(uri);
  if (address === undefined) return <Value value={block} />;
  return (
    <div class="field">
      <bdi class="field-name">{toVisibleText(address.slice(0, 1000))}</bdi>
      {typeof inner.text === 'string' && <Value value={inner.text} />}
    </div>
  );
}

function isJson(text: string): boolean {
  return /^\s*[[{]/.test(text);
}
