import { useEffect, useState } from 'react';
import { loadTotal } from './api';

export function App() {
  const [total, setTotal] = useState('');
  useEffect(() => {
    void loadTotal('north').then(setTotal);
  }, []);
  return <p>{total}</p>;
}
