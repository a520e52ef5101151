import { useEffect, useState } from 'react';
import { loadTotal } from './api';

export function App() {
  const [total, setTotal] = useState('');
  useEffect(() => {
    void loadTotal('north').then((found) => setTotal(String(found)));
  }, []);
  return <p>{total}</p>;
}
