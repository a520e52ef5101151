/* eslint-disable */
// @ts-nocheck
// Written by bgscript, and kept current by `bgscript update`. useSharedData.d.ts says what it has.
import { useCallback, useEffect, useRef, useState } from 'react';
import { WAITING, connect } from './client.js';

// --- client/useSharedData.ts

function useSharedData(name, sample) {
  const [state, setState] = useState(WAITING);
  const connection = useRef(void 0);
  const inPreview = useRef(sample);
  useEffect(() => {
    const mine = connect(setState, {
      name,
      sample: inPreview.current,
    });
    connection.current = mine;
    return () => mine.unsubscribe();
  }, [name]);
  return [
    state,
    useCallback(() => {
      if (connection.current) connection.current.reload();
    }, []),
  ];
}

export { useSharedData };
