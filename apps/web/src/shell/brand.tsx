import { text } from '../text/index.ts'
import classes from './brand.module.css'

/** The sign and the name. */
export const Brand = () => (
  <span className={classes.brand}>
    <img src="/favicon.svg" alt="" width={28} height={28} />
    {text.app.name}
  </span>
)
