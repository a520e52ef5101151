/**
 * Makes a schedule that violates a property as small as possible: with fewer steps, fewer faults, rounder times.
 *
 * @param {(schedule: object) => boolean} fails whether a schedule still violates the same property.
 */
export function shrink(schedule, fails) {
  let smallest = schedule;
  let isSmaller = true;
  const attempt = (candidate) => {
    if (!fails(candidate)) return false;
    smallest = candidate;
    isSmaller = true;
    return true;
  };
  while (isSmaller) {
    isSmaller = false;
    dropSteps(() => smallest, attempt);
    for (const name of Object.keys(smallest.faults)) {
      const { [name]: _, ...faults } = smallest.faults;
      attempt({ ...smallest, faults });
    }
    smallest.steps.forEach((step, index) => {
      for (const at of [0, Math.round(step.at / 1_000) * 1_000]) {
        if (at >= step.at) continue;
        if (attempt({ ...smallest, steps: smallest.steps.with(index, { ...smallest.steps[index], at }) })) break;
      }
    });
  }
  return smallest;
}

/** Leaves out halves, then quarters, down to single steps. */
function dropSteps(current, attempt) {
  for (let size = Math.ceil(current().steps.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let start = 0; start < current().steps.length; ) {
      const steps = current().steps.toSpliced(start, size);
      if (!attempt({ ...current(), steps })) start += size;
    }
  }
}
