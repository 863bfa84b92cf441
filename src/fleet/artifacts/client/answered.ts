import { z } from 'zod';
import { decode } from '../../../store/gateway/wire.js';
import { ArtifactError, type ArtifactFault } from '../artifact-error.js';

/** The answer, where it is a good one. @throws {ArtifactError} what the gateway said otherwise. */
export async function answered(asking: Promise<Response>): Promise<Response> {
  const response = await asking;
  if (response.ok) return response;
  throw new ArtifactError(faultOf(response.status), await saidIn(response));
}

function faultOf(status: number): ArtifactFault {
  if (status === 404) return 'missing';
  if (status === 413) return 'large';
  if (status === 507) return 'full';
  // Who may not ask, or asked wrongly, may not the next time either.
  return status >= 500 || status === 408 || status === 429 ? 'busy' : 'wrong';
}

const ERROR = z.object({ error: z.object({ message: z.string().max(2000) }) });

async function saidIn(response: Response): Promise<string> {
  const otherwise = `the gateway answered with HTTP status ${response.status}`;
  try {
    return ERROR.safeParse(decode(await response.text())).data?.error.message ?? otherwise;
  } catch {
    return otherwise;
  }
}
