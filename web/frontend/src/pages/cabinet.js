/** The cabinet: an answer is rated there as on the page of its appeal, once. */
import { guardSending } from "../kit/sending.js";

guardSending();
