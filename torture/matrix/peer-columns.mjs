export async function peerColumns() {
  return [];
}
