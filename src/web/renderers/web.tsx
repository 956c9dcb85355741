import { CopyButton } from '../components/copy-button.tsx';
import { Markdown } from '../components/markdown.tsx';
import { toVisibleText } from '../components/visible-text.ts';
import { toSafeTarget } from '../text/parse-markdown.ts';
import { type Call, fieldsOf, listOf, numberOf, saidIn, textOf, toCall } from './call.ts';
import type { DetailProps } from './detail-props.ts';
import { Outcome } from './outcome.tsx';
import { FieldList, Section } from './section.tsx';

const MAX_HITS = 100;

/** A page of the web: what was asked of it, and what it said. */
export function FetchCall(props: DetailProps) {
  const call = toCall(props);
  const { input, output, response } = call;
  const prompt = textOf(input.prompt);
  const answer = textOf(response.result) ?? saidIn(output);
  const code = numberOf(response.code);
  return (
    <>
      <Address url={textOf(input.url) ?? ''} />
      {prompt !== undefined && (
        <Section title="Asked">
          <Markdown text={prompt} label="Asked" />
        </Section>
      )}
      {answer !== undefined && (
        <Section
          title="Answer"
          aside={code && `${code} ${toVisibleText((textOf(response.codeText) ?? '').slice(0, 60))}`}
        >
          <Markdown text={answer} label="Answer" />
        </Section>
      )}
      <Outcome call={call} />
      <FieldList title="Options" fields={input} known={['url', 'prompt']} />
    </>
  );
}

/** A search of the web, and what it found. */
export function WebSearchCall(props: DetailProps) {
  const call = toCall(props);
  return (
    <>
      <p class="lead">{toVisibleText((textOf(call.input.query) ?? '').slice(0, 1000))}</p>
      <Found call={call} />
      <Outcome call={call} />
      <FieldList title="Options" fields={call.input} known={['query']} />
    </>
  );
}

function Found({ call: { output, response } }: { readonly call: Call }) {
  const results = listOf(response.results);
  const hits = results.flatMap((result) => listOf(fieldsOf(result).content).map(fieldsOf));
  const said = results.filter((result) => typeof result === 'string').join('\n\n') || saidIn(output);
  return (
    <>
      {hits.length > 0 && (
        <Section title="Found" aside={hits.length.toLocaleString()}>
          <ol class="hits">
            {hits.slice(0, MAX_HITS).map(({ title, url }, index) => (
              <li key={index}>
                {toVisibleText((textOf(title) ?? '').slice(0, 300))}
                <Address url={textOf(url) ?? ''} />
              </li>
            ))}
          </ol>
        </Section>
      )}
      {said !== undefined && said !== '' && (
        <Section title="Answer">
          <Markdown text={said} label="Answer" />
        </Section>
      )}
    </>
  );
}

/** An address leads somewhere only when a page may lead there. */
function Address({ url }: { readonly url: string }) {
  const target = toSafeTarget(url);
  const shown = toVisibleText((target ?? url).slice(0, 2000));
  return (
    <p class="path-line">
      <bdi class="path">
        {target === undefined ? (
          shown
        ) : (
          <a href={target} target="_blank" rel="noopener noreferrer">
            {shown}
          </a>
        )}
      </bdi>
      <CopyButton text={url} label="Copy the address" />
    </p>
  );
}
