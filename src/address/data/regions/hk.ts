/** Made by scripts/address-data.mjs from Google’s address data (libaddressinput, CC BY 4.0); not to be edited by hand. */
// prettier-ignore
export default [
  'Kowloon~Hong Kong Island~New Territories',
  '九龍~香港島~新界',
  '',
] as const;
