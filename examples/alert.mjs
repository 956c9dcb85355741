// Tells a webhook of every tool call that fails, as Slack, Mattermost and Discord (at …/slack) take it:
//   node examples/alert.mjs https://hooks.slack.com/services/…
import { subscribe } from 'mpm-hook';

const [webhook] = process.argv.slice(2);
const headers = { 'content-type': 'application/json' };

for await (const { data } of subscribe({ types: ['hook.post_tool_use_failure'], name: 'alert' })) {
  const text = `${data.tool_name} failed in ${data.cwd}: ${data.error}`;
  const answer = await fetch(webhook, { method: 'POST', headers, body: JSON.stringify({ text }) });
  if (!answer.ok) console.error(`The webhook says ${answer.status}.`);
}
