/** 2^32 divided by the golden ratio, an odd number: multiplied by it, different numbers of 32 bits stay different. */
const GOLDEN = 0x9e3779b1;
const LINES_PER_SECOND = 100;
const SECTIONS = 50;

/** No host, path, referrer or agent twice, as when a scanner comes by: the most keys that a log can have. */
export const distinct = {
  name: 'distinct',
  about: 'combined lines in which all hosts, paths, referrers and agents are different',
  *lines({ count }) {
    for (let i = 0; i < count; i++) yield distinctLine(i);
  },
};

function distinctLine(i) {
  const mixed = Math.imul(i + 1, GOLDEN) >>> 0;
  const host = `${mixed >>> 24}.${(mixed >>> 16) & 255}.${(mixed >>> 8) & 255}.${mixed & 255}`;
  const key = mixed.toString(16).padStart(8, '0');
  const time = timeOf(Math.floor(i / LINES_PER_SECOND));
  const request = `GET /section-${mixed % SECTIONS}/page-${key}.html HTTP/1.1`;
  const agent = `Mozilla/5.0 (X11; Linux x86_64; rv:60.0) Gecko/20100101 Firefox/${key}`;
  return `${host} - - [${time}] "${request}" 200 ${mixed % 65_536} "https://www.example.com/${key}" "${agent}"`;
}

const two = (n) => String(n).padStart(2, '0');
const START_SECOND = 16 * 3600;

/** From 2018-05-09T16:00:00Z on, at most to the end of that month. */
function timeOf(second) {
  const at = START_SECOND + second;
  const day = 9 + Math.floor(at / 86_400);
  return `${two(day)}/May/2018:${two(Math.floor(at / 3600) % 24)}:${two(Math.floor(at / 60) % 60)}:${two(at % 60)} +0000`;
}
