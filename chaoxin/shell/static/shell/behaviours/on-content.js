// Calls a function once for every element that matches, now and whenever one is added to the page.
const watched = [];

export function onContent(selector, setUp) {
  watched.push({ selector, setUp, seen: new WeakSet() });
  visit(document.documentElement);
}

function visit(root) {
  for (const { selector, setUp, seen } of watched) {
    const found = [...root.querySelectorAll(selector)];
    if (root.matches(selector)) found.unshift(root);
    for (const element of found) {
      if (seen.has(element)) continue;
      seen.add(element);
      setUp(element);
    }
  }
}

new MutationObserver((changes) => {
  for (const change of changes) {
    for (const node of change.addedNodes) if (node instanceof Element && node.isConnected) visit(node);
  }
}).observe(document.documentElement, { childList: true, subtree: true });
