import React, { useEffect, useState } from 'react';
import ForgeReconciler, { Text } from '@forge/react';
import { invoke } from '@forge/bridge';

const App = () => {
  const [news, setNews] = useState<string | null>(null);
  useEffect(() => {
    invoke<string>('getNews').then(setNews);
  }, []);
  return <Text>{news ?? 'Loading'}</Text>;
};

ForgeReconciler.render(<App />);
