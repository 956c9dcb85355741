import { createHash } from 'node:crypto';

const sha = (text: string, algorithm = 'sha256', encoding: 'hex' | 'base64' = 'hex') =>
  createHash(algorithm).update(text).digest(encoding);

/** A thousand texts and more that look like secrets and are none. */
export function lookAlikes(): string[] {
  const texts: string[] = [];
  for (let n = 0; n < 60; n += 1) {
    const hex = sha(`${n}`);
    const uuid = [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `4${hex.slice(13, 16)}`,
      hex.slice(16, 20),
      hex.slice(20, 32),
    ].join('-');
    texts.push(
      `commit ${hex.slice(0, 40)}`,
      `${hex}  dist/file-${n}.tar.gz`,
      `sha256:${hex}`,
      `id=${uuid}`,
      `"integrity": "sha512-${sha(hex, 'sha512', 'base64')}"`,
      `"resolved": "https://registry.example/pkg/-/pkg-${n}.0.1.tgz#${hex.slice(0, 40)}"`,
      `etag: W/"${hex.slice(0, 32)}"`,
      `data:image/png;base64,iVBORw0KGgo${sha(hex, 'sha512', 'base64').repeat(4)}`,
      `index ${hex.slice(0, 7)}..${hex.slice(7, 14)} 100644`,
      `/home/dev/.cache/pnpm/v3/files/${hex.slice(0, 2)}/${hex.slice(2)}-index.json`,
      `toolu_01${sha(hex, 'sha256', 'base64')
        .replaceAll(/[^A-Za-z0-9]/g, '')
        .slice(0, 22)}`,
      `chunk-${hex.slice(0, 8).toUpperCase()}.js`,
      `2026-11-23T07:${String(n).padStart(2, '0')}:00.123Z`,
      `https://example.com:8080/a/b?page=${n}&sort=desc`,
      `docker run -u 1000:1000 image@sha256:${hex}`,
      `!function(e,t){var n${n}=e.token,r=t.password;return n${n}&&r?i(e.apiKey,${n}):null}(a,b)`,
    );
  }
  return [...texts, ...CODE.map((text) => text.replace('@{', '$\u007b'))];
}

/** Words that speak of secrets without telling one. */
const CODE = [
  'const token = await getToken(request.headers.authorization);',
  'password: string;',
  'password: string | undefined',
  'const { password, apiKey } = options;',
  'if (user.password !== other.password) return;',
  'password = os.environ["DB_PASSWORD"]',
  'apiKey: process.env.OPENAI_API_KEY,',
  'token: @{{ secrets.GITHUB_TOKEN }}',
  'PASSWORD=changeme',
  'password=changeme',
  'password: "test"',
  'password=password123',
  'api_key = "your-api-key-here"',
  'api_key: <YOUR_API_KEY>',
  'secret: "xxxxxxxxxxxxxxxx"',
  'DATABASE_URL=postgres://user:password@localhost:5432/db',
  'DATABASE_URL=postgres://user:@{DB_PASSWORD}@localhost/db',
  'redis://localhost:6379/0',
  'git@github.com:owner/repository.git',
  'ssh://git@example.com:22/owner/repository.git',
  'token_count: 12345678901234',
  '"max_tokens": 4096, "token_type": "bearer"',
  'Authorization: Bearer $TOKEN',
  'Authorization: Bearer <token>',
  'curl -u "$USER:$PASSWORD" https://example.com',
  'secretName: my-service-credentials',
  'tokenizer: sentencepiece',
  '-----BEGIN CERTIFICATE-----',
  'if (text.includes("-----BEGIN PRIVATE KEY-----")) warn();',
  '/-----BEGIN [A-Z ]*PRIVATE KEY-----/',
  'sk-learn and sk-toggleable-content-left are class names',
  'task-0123456789abcdef0123456789abcdef is a task',
  'npm_config_registry=https://registry.example/',
  'npm_package_dependencies_typescript_eslint_parser',
  'SG.sendEmail(message)',
  'private_key_path = "/etc/ssl/private/server.pem"',
  'access_key_id: aws_access_key_id',
  'csrfToken: req.csrfToken(),',
  'this.tokens = tokenize(input)',
  'export const SECRET_NAME = "projects/p/secrets/s/versions/latest"',
  'passwordField: "current-password"',
  'autocomplete="new-password"',
  'type="password" name="password"',
  'forgot password? reset it here: https://example.com/reset',
];
