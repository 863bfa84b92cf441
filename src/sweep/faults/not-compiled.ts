/** That programs run without XLA, and what to do about it. `why`: in its own words. */
export function notCompiledText(why: string): string {
  const said = why.replace(/\s+/g, ' ').trim();
  const words = said.length > LENGTH ? `${said.slice(0, LENGTH)}...` : said;
  return (
    "XLA lacks parts of CUDA's compiler (ptxas, libdevice), so TensorFlow runs steps uncompiled, in about twice the time, and not to the same bits: " +
    '"thaw backends install tensorflow --gpu" brings them, or CUDA_HOME names a folder with bin/ptxas and nvvm/libdevice. ' +
    `It said: ${words}`
  );
}

/** Characters of a message that may be a page. */
const LENGTH = 300;
