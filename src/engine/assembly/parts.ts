import { clearSpan, setSpan, spanFrom, spanTo } from './memory';
import { METHOD, PATH, PROTOCOL, REQUEST, SECTION, TARGET } from './numbering';
import {
  cutRequest,
  cutTarget,
  isMethod,
  methodEnd,
  pathEnd,
  protocolAt,
  protocolEnd,
  sectionEnd,
  targetAt,
} from './request';

/** Writes the places of method, path, section and protocol to the spans, `-` for each missing one. */
export function cutParts(fields: u32): void {
  if (fields & (1 << REQUEST)) cutWhole(spanFrom(REQUEST), spanTo(REQUEST));
  else cutOwn();
}

function cutWhole(at: usize, to: usize): void {
  if (!cutRequest(at, to)) {
    clearSpan(METHOD);
    clearSpan(PROTOCOL);
    clearTarget();
    return;
  }
  setSpan(METHOD, at, methodEnd);
  setTarget();
  if (protocolAt == 0) clearSpan(PROTOCOL);
  else setSpan(PROTOCOL, protocolAt, protocolEnd);
}

/** Handles layouts with some or all parts of the request as fields of their own. */
function cutOwn(): void {
  if (!isMethod(spanFrom(METHOD), spanTo(METHOD))) clearSpan(METHOD);
  if (cutTarget(spanFrom(TARGET), spanTo(TARGET))) setTarget();
  else clearTarget();
}

function setTarget(): void {
  setSpan(PATH, targetAt, pathEnd);
  setSpan(SECTION, targetAt, sectionEnd);
}

function clearTarget(): void {
  clearSpan(PATH);
  clearSpan(SECTION);
}
