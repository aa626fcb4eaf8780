// Waits until the development host has bundled the page's script, and then opens the page.
const SECOND = 1000;
const byId = (id) => document.getElementById(id);

byId('again').addEventListener('click', () => location.reload());

async function look() {
  try {
    const { state, reason } = await (await fetch('/demo/state')).json();
    if (state === 'ready') {
      location.reload();
    } else if (state === 'failed') {
      fail('The page cannot be shown. The endpoint and the console work without it.', reason);
    } else {
      setTimeout(look, SECOND);
    }
  } catch {
    fail('The development host does not respond.', 'Check that it is still running.');
  }
}

function fail(state, reason) {
  byId('state').textContent = state;
  byId('reason').textContent = reason;
  byId('failure').hidden = false;
}

await look();
