// What becomes of a handle that nobody holds any more.

/**
 * The FinalizationRegistry of one instance, where the host has any: what is collected is freed, unless the instance was
 * dropped. Its memory cannot be trusted then, and an error in a callback of the host ends a process.
 */
export function registryFor(life) {
  const Registry = globalThis.FinalizationRegistry;
  return (
    Registry &&
    class extends Registry {
      constructor(free) {
        super((pointer) => {
          if (!life.over) free(pointer);
        });
      }
    }
  );
}
