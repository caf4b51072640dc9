/** The API's form bodies: `metadata[store_order]=…&expand[0]=latest_charge` as nested objects, and back to a canonical text. */

export interface FormTree {
  [name: string]: string | FormTree;
}

export function parseForm(text: string): FormTree {
  const tree: FormTree = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const path = name.split(/[[\]]+/).filter(Boolean);
    const last = path.pop() ?? '';
    const leaf = path.reduce<FormTree>((at, step) => {
      const next = at[step];
      return typeof next === 'object' ? next : (at[step] = {});
    }, tree);
    leaf[last || String(Object.keys(leaf).length)] = value;
  }
  return tree;
}

/** `treeOf(form, 'payment_method_data')`; an empty one if there is none. */
export const treeOf = (form: FormTree, name: string): FormTree => {
  const found = form[name];
  return typeof found === 'object' ? found : {};
};

export const textOf = (form: FormTree, name: string): string | undefined => {
  const found = form[name];
  return typeof found === 'string' ? found : undefined;
};
