// @ts-check
// `Modal.open`: a resource of manifest.yml over the page, with `extension.modal` in its context.
// https://developer.atlassian.com/platform/forge/apis-reference/ui-api-bridge/modal/
import { make, makeButton } from '../preview/dom.js';

/** @import { Callback, Frame, Method } from '../preview/host.js' */
/** @import { Home } from '../preview/home.js' */
/** @import { Page } from './bridge.js' */

/**
 * What the app passes to `Modal`, apart from what the modal shows.
 *
 * @typedef {object} Look
 * @property {string | { width: string, height?: string }} size
 * @property {string} [title]
 * @property {boolean} [closeOnEscape]
 * @property {boolean} [closeOnOverlayClick]
 */
/** @typedef {Look & { resource?: string, context?: unknown, onClose: Callback }} Options */

/** Width and height by the name of a size. A resizable one has the size that it has at least. */
const SIZES = new Map([
  ['small', ['400px', 'max(20vh, 320px)']],
  ['medium', ['600px', 'max(40vh, 520px)']],
  ['large', ['800px', 'max(70vh, 720px)']],
  ['xlarge', ['968px', '90vh']],
  ['max', ['100%', '100%']],
  ['fullscreen', ['100vw', '100vh']],
  ['resizable', ['400px', '320px']],
]);

/**
 * @param {Home} host
 * @param {Page} page
 * @returns {Record<'openModal', Method>}
 */
export function modals(host, { resources, urlOf }) {
  let opened = 0;

  /**
   * @param {Frame} opener
   * @param {Options} options
   */
  function openModal(opener, { resource, context, onClose, ...look }) {
    const folder = resource ? resources[resource] : folderOf(opener);
    if (!folder) return refuse(opener, resource ?? '');
    const name = `modal-${++opened}`;
    const dialog = makeDialog(look, () => host.methods.close?.(host.frame(name), undefined));
    dialog.dataset.from = opener.name;
    const frame = { name, resource: 'modal', module: opener.module, view: opener.name, modal: context };
    host.note({
      from: opener.name,
      kind: 'product',
      text: `opens ${name}: ${folder}`,
      payload: { resource, context, ...look },
    });
    host.add({ ...frame, src: urlOf(opener.resource === 'background' ? 'background' : 'view', folder) }, (element) => {
      dialog.append(element);
      document.body.append(dialog);
      dialog.showModal();
    });
    host.frame(name).closeModal = (payload) => {
      host.remove(name);
      dialog.close(); // which gives the focus back
      dialog.remove();
      host.note({ from: opener.name, kind: 'product', text: `${name} is closed`, payload });
      return host.deliver({ name: opener.name, event: 'onClose', callback: onClose }, payload);
    };
    return true;
  }

  /**
   * @param {Frame} opener
   * @param {string} resource
   */
  function refuse({ name }, resource) {
    const isEntry = Object.hasOwn(resources, resource.replace(/\/.*/, ''));
    const text = isEntry
      ? `not simulated here: a modal with one of several entries of a resource, '${resource}'`
      : `opens a modal with the resource '${resource}', which manifest.yml does not have`;
    host.note({ from: name, kind: isEntry ? 'unsimulated' : 'problem', text });
    return false;
  }

  return { openModal };
}

/** @param {Frame} frame */
const folderOf = ({ element }) => /\/src\/([\w-]+)\//.exec(element.src)?.[1];

/**
 * @param {Look} look
 * @param {() => unknown} close
 */
function makeDialog({ size, title, closeOnEscape, closeOnOverlayClick }, close) {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('closedby', 'none'); // the host closes it, after the app's own callback
  dialog.ariaLabel = title || 'Modal';
  const [width, height = 'auto'] = sizesOf(size);
  Object.assign(dialog.style, { width, height });
  dialog.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape' && closeOnEscape) close();
  });
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog && closeOnOverlayClick) close();
  });
  if (title) dialog.append(make('h2', title), makeButton('Close', close));
  return dialog;
}

/** @param {Look['size']} size */
function sizesOf(size) {
  return typeof size === 'string' ? (SIZES.get(size) ?? []) : [size.width, size.height];
}
