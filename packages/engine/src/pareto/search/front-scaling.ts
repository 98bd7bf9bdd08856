import { factorQr, multiplyByQTransposed, upperFactor } from '../../linalg/householder-qr.ts'
