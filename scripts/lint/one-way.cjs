const { dirname, relative, resolve, sep } = require('node:path');

const SRC = resolve(__dirname, '../../src');

/** The room of a file, and the room within that: `['source', 'rotation']` of `src/source/rotation/lineage.ts`. */
function roomsOf(path) {
  const names = relative(SRC, path).split(sep);
  return names[0] === '..' ? [] : names.slice(0, -1);
}

/**
 * Forbids imports that run up through the house, whatever depth the files have: types and re-exports too.
 *
 * Options: `floors`, the rooms from the top to the bottom, those of one floor in a list (a room may import from the floors
 * below its own); `closed`, what a room may not import though it lies below; `inner`, the floors within a room, by its name.
 */
module.exports = {
  meta: { type: 'problem', schema: [{ type: 'object' }] },
  create(context) {
    const [{ floors, closed = {}, inner = {} }] = context.options;
    const [room, innerRoom] = roomsOf(context.filename);
    const floorOf = (name, of) => of.findIndex((names) => names.includes(name));

    function faultOf(target) {
      const [other, innerOther] = roomsOf(target);
      if (room === undefined || other === undefined) return undefined;
      if (room === other) {
        const of = inner[room];
        if (of === undefined || innerRoom === innerOther || innerRoom === undefined) return undefined;
        if (innerOther === undefined) return undefined;
        return below(innerRoom, innerOther, of, `${room}/${innerRoom} may not import ${other}/${innerOther}`);
      }
      if (closed[room]?.includes(other)) return `${room} may not import ${other}`;
      return below(room, other, floors, `${room} may not import ${other}`);
    }

    function below(name, other, of, fault) {
      if (floorOf(name, of) === -1) return `${name} has no floor in .eslintrc.cjs`;
      return floorOf(other, of) > floorOf(name, of) ? undefined : fault;
    }

    function check({ source }) {
      if (typeof source?.value !== 'string' || !source.value.startsWith('.')) return;
      const fault = faultOf(resolve(dirname(context.filename), source.value));
      if (fault !== undefined) context.report({ node: source, message: `${fault}: imports point one way only.` });
    }
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
      TSImportType: ({ argument }) => check({ source: argument.literal ?? argument }),
    };
  },
};
