// @ts-check
// `view.close`, `view.onClose`, `view.submit`, `view.open`. A modal and the settings of a view can be closed; the bridge
// makes an error of `false`.
// https://developer.atlassian.com/platform/forge/apis-reference/ui-api-bridge/view/

/** @import { Callback, Frame, Method } from '../preview/host.js' */
/** @import { Home } from '../preview/home.js' */

/** @param {Frame} frame */
const isClosable = ({ resource }) => resource === 'modal' || resource === 'edit';

/**
 * @param {Home} host
 * @returns {Record<'close' | 'onClose' | 'submit' | 'open', Method>}
 */
export function closing(host) {
  /** @type {(frame: Frame, call: string, reason: string) => false} */
  const refuse = ({ name }, call, reason) => {
    host.note({ from: name, kind: 'problem', text: `called ${call}: ${reason}` });
    return false;
  };

  /**
   * @param {Frame} frame
   * @param {unknown} [payload]
   */
  async function close(frame, payload) {
    if (!isClosable(frame)) return refuse(frame, 'close', 'only a modal and the settings of a view can be closed');
    await frame.onClose?.();
    if (frame.closeModal) frame.closeModal(payload);
    else host.note({ from: frame.name, kind: 'close' });
    return true;
  }

  /**
   * The callback runs once: it may close the frame itself.
   *
   * @param {Frame} frame
   * @param {Callback} callback
   */
  function onClose(frame, callback) {
    if (!isClosable(frame)) return refuse(frame, 'onClose', 'only a modal and the settings of a view can be closed');
    frame.onClose = () => {
      frame.onClose = undefined;
      return host.deliver({ name: frame.name, event: 'onClose', callback });
    };
    return true;
  }

  /**
   * @param {Frame} frame
   * @param {unknown} settings
   */
  function submit(frame, settings) {
    if (frame.resource !== 'edit') return refuse(frame, 'submit', 'only the settings of a view can be submitted');
    host.save(frame.name, settings);
    return true;
  }

  return { close, onClose, submit, open: (frame) => refuse(frame, 'open', 'nothing that is shown here can be opened') };
}
