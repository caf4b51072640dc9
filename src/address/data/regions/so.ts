/** Made by scripts/address-data.mjs from Google’s address data (libaddressinput, CC BY 4.0); not to be edited by hand. */
// prettier-ignore
export default [
  'AD~BK~BN~BR~BY~GG~GD~HR~JD~JH~MD~NG~SG~SD~SH~SL~TG~WG',
  'Awdal~Bakool~Banaadir~Bari~Bay~Galguduud~Gedo~Hiiraan~Jubbada Dhexe~Jubbada Hoose~Mudug~Nugaal~Sanaag~Shabeellaha Dhexe~Shabeellaha Hoose~Sool~Togdheer~Woqooyi Galbeed',
  '',
] as const;
