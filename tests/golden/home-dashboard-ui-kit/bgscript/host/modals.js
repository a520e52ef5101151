// `Modal.open`: a resource of manifest.yml over the page, with `extension.modal` in its context.
// https://developer.atlassian.com/platform/forge/apis-reference/ui-api-bridge/modal/

/** Width and height by the name of a size. A resizable one has the size that it has at least. */
const SIZES = {
  small: ['400px', 'max(20vh, 320px)'],
  medium: ['600px', 'max(40vh, 520px)'],
  large: ['800px', 'max(70vh, 720px)'],
  xlarge: ['968px', '90vh'],
  max: ['100%', '100%'],
  fullscreen: ['100vw', '100vh'],
  resizable: ['400px', '320px'],
};

/**
 * @param {import('../preview/home.js').Home} host
 * @param {{ resources: Record<string, string>, urlOf: Function }} page
 */
export function modals(host, { resources, urlOf }) {
  let opened = 0;

  function openModal(opener, { resource, context, onClose, ...look }) {
    const folder = resource ? resources[resource] : folderOf(opener);
    if (!folder) return refuse(opener, resource);
    const name = `modal-${++opened}`;
    const dialog = makeDialog(look, () => host.methods.close(host.frames.get(name)));
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
    host.frames.get(name).closeModal = (payload) => {
      host.remove(name);
      dialog.remove();
      host.note({ from: opener.name, kind: 'product', text: `${name} is closed`, payload });
      return host.deliver({ name: opener.name, event: 'onClose', callback: onClose }, payload);
    };
    return true;
  }

  function refuse({ name }, resource) {
    const isEntry = Object.hasOwn(resources, resource.split('/')[0]);
    const text = isEntry
      ? `not simulated here: a modal with one of several entries of a resource, '${resource}'`
      : `opens a modal with the resource '${resource}', which manifest.yml does not have`;
    host.note({ from: name, kind: isEntry ? 'unsimulated' : 'problem', text });
    return false;
  }

  return { openModal };
}

const folderOf = ({ element }) => /\/src\/([\w-]+)\//.exec(element.src)[1];

function makeDialog({ size, title, closeOnEscape, closeOnOverlayClick }, close) {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('closedby', 'none'); // the host closes it, after the app's own callback
  dialog.ariaLabel = title || 'Modal';
  const [width, height = 'auto'] = SIZES[size] ?? [size.width, size.height];
  Object.assign(dialog.style, { width, height });
  if (title) dialog.append(Object.assign(document.createElement('h2'), { textContent: title }));
  dialog.addEventListener('keydown', ({ key }) => key === 'Escape' && closeOnEscape && close());
  dialog.addEventListener('click', ({ target }) => target === dialog && closeOnOverlayClick && close());
  if (title) {
    const button = Object.assign(document.createElement('button'), {
      type: 'button',
      textContent: 'Close',
      onclick: close,
    });
    dialog.append(button);
  }
  return dialog;
}
