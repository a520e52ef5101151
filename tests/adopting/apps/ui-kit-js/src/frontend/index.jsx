import React, { useEffect, useState } from 'react';
import ForgeReconciler, { Text } from '@forge/react';
import { invoke } from '@forge/bridge';

const App = () => {
  const [news, setNews] = useState(null);
  useEffect(() => {
    invoke('getNews').then(setNews);
  }, []);
  return <Text>{news ?? 'Loading'}</Text>;
};

ForgeReconciler.render(<App />);
