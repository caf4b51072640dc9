/** A card form that only looks like one: it dresses in the look its address brings and sends nothing anywhere. */
function dress(): void {
  const { style } = document.documentElement;
  const look = JSON.parse(decodeURIComponent(location.hash.slice(1)) || '{}') as Record<string, string>;
  style.colorScheme = look['scheme'] ?? 'light';
  for (const [name, value] of Object.entries(look)) style.setProperty(`--${name}`, value);
}
addEventListener('hashchange', dress);
dress();

export {};
