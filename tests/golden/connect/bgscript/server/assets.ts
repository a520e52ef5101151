import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { RequestHandler } from 'express';
import { Refusal } from './errors';

/** A file in each encoding that browsers accept, read and compressed once, when the server starts. */
interface Asset {
  headers: Record<string, string>;
  bodies: Record<'br' | 'gzip' | 'identity', Buffer>;
}

/**
 * Serves the files of one folder, by the parameter `file` of the route. Nothing else can be reached: the name is
 * only looked up in a list, and never becomes part of a path.
 */
export function serveAssets(folder: string): RequestHandler {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => statSync(join(folder, name)).isFile()) : [];
  const assets = new Map(files.map((name) => [name, readAsset(folder, name)]));

  return (request, response) => {
    const asset = assets.get(String(request.params.file));
    if (!asset) throw new Refusal(404);
    const encoding = request.acceptsEncodings('br', 'gzip', 'identity');
    const chosen = encoding === 'br' || encoding === 'gzip' ? encoding : 'identity';
    response.type(extname(String(request.params.file))).set(asset.headers);
    if (chosen !== 'identity') response.set('Content-Encoding', chosen);
    response.end(asset.bodies[chosen]);
  };
}

function readAsset(folder: string, name: string): Asset {
  const identity = readFileSync(join(folder, name));
  // Vite names a file by its content, so a file of this name never changes, and browsers may keep it.
  const isNamedByContent = /-[\w-]{8}\.\w+$/.test(name);
  const headers: Record<string, string> = { Vary: 'Accept-Encoding' };
  if (isNamedByContent) headers['Cache-Control'] = 'public, max-age=31536000, immutable';
  return {
    headers,
    bodies: { identity, gzip: gzipSync(identity), br: brotliCompressSync(identity) },
  };
}
