/** Made by scripts/address-data.mjs from Google’s address data (libaddressinput, CC BY 4.0); not to be edited by hand. */
// prettier-ignore
export default [
  'Artemisa~Camagüey~Ciego de Ávila~Cienfuegos~Granma~Guantánamo~Holguín~Isla de la Juventud~La Habana~Las Tunas~Matanzas~Mayabeque~Pinar del Río~Sancti Spíritus~Santiago de Cuba~Villa Clara',
  '',
  '',
] as const;
