import { Secret } from '#lib/platform';
import { all, parseXml, type Xml } from '../client/xml.js';
import { settings, type WorkdaySettings } from '../settings.js';

/** Settings of a tenant that changed nothing. */
export const sampleSettings: WorkdaySettings = {
  ...(Object.fromEntries(Object.entries(settings).map(([name, d]) => [name, 'default' in d ? d.default : undefined])) as unknown as WorkdaySettings),
  base_url: 'https://wd.example', client_id: 'client', client_secret: new Secret('s1'), refresh_token: new Secret('s2'), isu_password: new Secret('p<&">'),
};

const ids = (type: string, id: string) => `<wd:ID wd:type="WID">${'0'.repeat(31)}9</wd:ID><wd:ID wd:type="${type}">${id}</wd:ID>`;
const organization = (type: string, code: string, name: string) => `<wd:Worker_Organization_Data><wd:Organization_Data><wd:Organization_Reference_ID>${code}</wd:Organization_Reference_ID><wd:Organization_Code>${code}</wd:Organization_Code>
  <wd:Organization_Name>${name}</wd:Organization_Name><wd:Organization_Type_Reference>${ids('Organization_Type_ID', type)}</wd:Organization_Type_Reference></wd:Organization_Data></wd:Worker_Organization_Data>`;
const email = (address: string, usage: string, primary: string) => `<wd:Email_Address_Data><wd:Email_Address>${address}</wd:Email_Address><wd:Usage_Data><wd:Type_Data wd:Primary="${primary}">
  <wd:Type_Reference>${ids('Communication_Usage_Type_ID', usage)}</wd:Type_Reference></wd:Type_Data></wd:Usage_Data></wd:Email_Address_Data>`;

/** A worker in full, as Get_Workers v44 answers: offset dates, 0/1 flags, references with several ids, a second job and a private e-mail. */
export const WORKER_XML = `<wd:Worker><wd:Worker_Reference wd:Descriptor="Ann Lee"><wd:ID wd:type="WID">${'a'.repeat(32)}</wd:ID><wd:ID wd:type="Employee_ID">E-1002</wd:ID></wd:Worker_Reference><wd:Worker_Data>
  <wd:Worker_ID>E-1002</wd:Worker_ID><wd:User_ID>alee</wd:User_ID>
  <wd:Personal_Data><wd:Name_Data><wd:Legal_Name_Data><wd:Name_Detail_Data wd:Formatted_Name="Annabel Lee"><wd:First_Name>Annabel</wd:First_Name><wd:Last_Name>Lee</wd:Last_Name></wd:Name_Detail_Data></wd:Legal_Name_Data>
    <wd:Preferred_Name_Data><wd:Name_Detail_Data wd:Formatted_Name="Ann Lee &amp; S&#246;hne"><wd:First_Name>Ann</wd:First_Name><wd:Last_Name>Lee</wd:Last_Name></wd:Name_Detail_Data></wd:Preferred_Name_Data></wd:Name_Data>
    <wd:Contact_Data>${email('private@home.example', 'HOME', '1')}${email('old@acme.example', 'WORK', '0')}${email('Ann.Lee@Acme.example', 'WORK', '1')}</wd:Contact_Data></wd:Personal_Data>
  <wd:Employment_Data>
    <wd:Worker_Job_Data wd:Primary_Job="0"><wd:Position_Data><wd:Position_ID>P-2</wd:Position_ID><wd:Full_Time_Equivalent_Percentage>20</wd:Full_Time_Equivalent_Percentage></wd:Position_Data></wd:Worker_Job_Data>
    <wd:Worker_Job_Data wd:Primary_Job="1"><wd:Position_Data><wd:Position_Reference>${ids('Position_ID', 'P-1')}</wd:Position_Reference><wd:Position_ID>P-1</wd:Position_ID><wd:Position_Title>Consultant II</wd:Position_Title>
      <wd:Business_Title>Consultant</wd:Business_Title><wd:Start_Date>2024-01-15-08:00</wd:Start_Date><wd:Worker_Type_Reference>${ids('Employee_Type_ID', 'Regular')}</wd:Worker_Type_Reference>
      <wd:Scheduled_Weekly_Hours>26.25</wd:Scheduled_Weekly_Hours><wd:Full_Time_Equivalent_Percentage>66.67</wd:Full_Time_Equivalent_Percentage>
      <wd:Job_Profile_Summary_Data><wd:Job_Profile_Reference>${ids('Job_Profile_ID', 'CONSULTANT')}</wd:Job_Profile_Reference><wd:Job_Profile_Name>Consultant (profile)</wd:Job_Profile_Name></wd:Job_Profile_Summary_Data>
      <wd:Business_Site_Summary_Data><wd:Location_Reference>${ids('Location_ID', 'LOC-NYC')}</wd:Location_Reference><wd:Name>New York</wd:Name></wd:Business_Site_Summary_Data>
      <wd:Position_Effective_Date>2025-03-01-08:00</wd:Position_Effective_Date>
      <wd:Manager_as_of_last_detected_manager_change_Reference>${ids('Employee_ID', 'E-1001')}</wd:Manager_as_of_last_detected_manager_change_Reference></wd:Position_Data></wd:Worker_Job_Data>
    <wd:Worker_Status_Data><wd:Active>1</wd:Active><wd:Hire_Date>2024-01-15-08:00</wd:Hire_Date><wd:Original_Hire_Date>2020-02-01-08:00</wd:Original_Hire_Date><wd:Continuous_Service_Date>2024-01-15-08:00</wd:Continuous_Service_Date>
      <wd:Terminated>0</wd:Terminated><wd:Termination_Date>2026-12-31-08:00</wd:Termination_Date><wd:Termination_Last_Day_of_Work>2026-12-15-08:00</wd:Termination_Last_Day_of_Work><wd:On_Leave>0</wd:On_Leave></wd:Worker_Status_Data></wd:Employment_Data>
  <wd:Organization_Data>${organization('COMPANY', 'US01', 'Acme US')}${organization('BUSINESS_UNIT', 'DATA', 'Data & AI'.replace('&', '&amp;'))}${organization('REGION', 'AMER', 'Americas')}
    ${organization('COST_CENTER', 'CC-2100', 'Delivery')}${organization('SUPERVISORY', 'SUP-1', 'Team One')}</wd:Organization_Data></wd:Worker_Data></wd:Worker>`;

export const workerOf = (xml: string): Xml => all(parseXml(`<wd:Response_Data xmlns:wd="urn:com.workday/bsvc">${xml}</wd:Response_Data>`), 'Response_Data/Worker')[0]!;
