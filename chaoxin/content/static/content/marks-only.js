// The composer of a draft that cannot be changed now: marks, and nothing to type.
import { read } from "./marks.js";

read();
