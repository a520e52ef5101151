import React from 'react';
import { createRoot } from 'react-dom/client';
import { invoke, requestJira } from '@forge/bridge';

function Team() {
  const [names, setNames] = React.useState([]);
  React.useEffect(() => {
    invoke('getTeam', { limit: 5 }).then(setNames);
    requestJira('/rest/api/3/myself');
  }, []);
  return <p>{names.join(', ')}</p>;
}

createRoot(document.getElementById('root')).render(<Team />);
