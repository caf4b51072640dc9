/** The server kit, at /store/…: a Web-standard handler, as Next wants it. */
import { getStore } from '../../../lib/store';

export const dynamic = 'force-dynamic';

const handle = async (request: Request): Promise<Response> => (await getStore()).fetch(request);
export { handle as GET, handle as POST, handle as OPTIONS };
