import type { ModelSettings } from '../model/terms.ts';
import { differ } from './divergence.ts';
import type { RunTenant } from './tenant.ts';

/** Gives a tenant the settings that its runs are played under. */
export async function prepare(tenant: RunTenant, settings: ModelSettings): Promise<void> {
  const put = async (path: string, body: object) => {
    const { status, messages } = await tenant.call('PUT', path, { body });
    differ(`status of PUT ${path}`, 200, status, messages);
  };
  await put('/api/v1/settings', {
    rewardRatio: Number(settings.ratio),
    rewardDecimals: settings.rewardDecimals,
    clickLifetimeDays: settings.clickLifetimeDays,
    callback: {
      url: 'https://receiver.example.com/callbacks',
      sendPending: settings.sendsPending,
      sendRejected: settings.sendsRejected,
    },
    postback: { ipAllowList: ['198.51.100.0/24'] },
  });
  for (const partnerId of Object.values(tenant.partnerIds))
    await put(`/api/v1/partners/${partnerId}/postbacks`, {
      global: 'https://partner.example.com/told?click={pub_click_id}',
      sendPending: settings.partnerSendsPending,
      sendRejected: settings.partnerSendsRejected,
    });
}
