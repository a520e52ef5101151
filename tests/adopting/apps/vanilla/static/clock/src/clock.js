import { requestJira } from '@forge/bridge';

requestJira('/rest/api/3/serverInfo')
  .then((response) => response.json())
  .then((info) => {
    document.getElementById('clock').textContent = info.serverTime;
  });
